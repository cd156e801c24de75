"""The command `araxes`, with the arguments and streams of this process."""

import signal
import sys

from araxes import _araxes


def main() -> int:
    # Ctrl-C ends the program, as it does without Python, which would wait until the command is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _araxes.run_command(["araxes", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
