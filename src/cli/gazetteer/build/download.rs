//! Fetching a file over HTTP so that nothing is fetched twice: what has come is kept beside its place, a connection
//! that breaks is taken up where it broke, and the file gets its name only when it is whole and has the right checksum.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use ureq::http::{HeaderMap, StatusCode};

use araxes_gazetteer::import::input::{Progress, checksum_of, hexadecimal};
use sha2::{Digest, Sha256};

/// How often a connection may break without anything having come.
const PATIENCE: u32 = 3;
/// How long to wait for the other side, at each step.
const WAIT: Duration = Duration::from_secs(60);

/// Fetches files.
pub(super) struct Downloader {
    agent: ureq::Agent,
    progress: Rc<dyn Progress>,
}

/// Where the file of an address is kept in a cache: its own name, in a folder for its address, for two servers may
/// have a file of one name.
pub(super) fn place_in(cache: &Path, url: &str) -> PathBuf {
    let bare = url.split(['?', '#']).next().unwrap_or(url);
    let name = bare
        .rsplit('/')
        .find(|part| !part.is_empty())
        .unwrap_or("file");
    let sum = hexadecimal(&Sha256::digest(url.as_bytes()));
    let folder: String = sum.chars().take(16).collect();
    cache.join(folder).join(name)
}

impl Downloader {
    /// Proxies are those of the environment.
    pub(super) fn new(progress: Rc<dyn Progress>) -> Self {
        let agent = ureq::Agent::config_builder()
            .proxy(ureq::Proxy::try_from_env())
            .timeout_connect(Some(WAIT))
            .timeout_recv_response(Some(WAIT))
            .timeout_per_read(Some(WAIT))
            .http_status_as_error(false)
            .user_agent(concat!("araxes/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self { agent, progress }
    }

    /// Fetches a file to its place. Gives its SHA-256.
    pub(super) fn fetch(
        &self,
        url: &str,
        place: &Path,
        wanted: Option<&str>,
    ) -> Result<String, String> {
        let part = Part::of(place);
        let local = |error: std::io::Error| format!("{}: {error}", place.display());
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder).map_err(local)?;
        }
        let mut patience = PATIENCE;
        loop {
            let before = part.length();
            match self.continue_with(url, &part) {
                Ok(()) => break,
                Err(Failure::Final(message)) => return Err(format!("{url}: {message}")),
                Err(Failure::Broken(message)) => {
                    patience = match part.length() > before {
                        true => PATIENCE,
                        false => patience - 1,
                    };
                    if patience == 0 {
                        return Err(format!(
                            "{url}: {message}; {} bytes are kept, run the command again to go on from there",
                            part.length()
                        ));
                    }
                }
            }
        }
        let found = checksum_of(&part.content).map_err(|error| error.to_string())?;
        if let Some(wanted) = wanted
            && let Err(message) = super::same(url, wanted, &found)
        {
            // Going on from wrong bytes never gives the right ones.
            part.remove();
            return Err(message);
        }
        std::fs::rename(&part.content, place).map_err(local)?;
        part.remove();
        Ok(found)
    }

    /// Asks for what is missing and writes what comes.
    fn continue_with(&self, url: &str, part: &Part) -> Result<(), Failure> {
        let have = part.length();
        let mut request = self.agent.get(url);
        if let (true, Some(version)) = (have > 0, part.version()) {
            // Without the version, a file that has changed meanwhile would be glued to its elder.
            request = request
                .header("Range", format!("bytes={have}-"))
                .header("If-Range", version);
        }
        let mut response = request
            .call()
            .map_err(|error| Failure::Broken(error.to_string()))?;
        let status = response.status();
        let append = match status {
            StatusCode::PARTIAL_CONTENT => true,
            StatusCode::OK => false,
            StatusCode::RANGE_NOT_SATISFIABLE => {
                part.remove();
                return Err(Failure::Broken(
                    "the server has less than was fetched".to_owned(),
                ));
            }
            status if status.is_server_error() => {
                return Err(Failure::Broken(format!("the server answers {status}")));
            }
            status => {
                return Err(Failure::Final(format!(
                    "the server answers {status}; see that the address is right"
                )));
            }
        };
        part.keep_version(response.headers())
            .map_err(Failure::local)?;
        let coming = length(response.headers());
        let whole = coming.map(|coming| coming + if append { have } else { 0 });
        self.progress.begin(url, whole.unwrap_or_default());
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .append(append)
            .truncate(!append)
            .open(&part.content)
            .map_err(Failure::local)?;
        self.copy(response.body_mut().as_reader(), &mut file)?;
        match whole.is_some_and(|whole| part.length() < whole) {
            true => Err(Failure::Broken("the connection broke".to_owned())),
            false => Ok(()),
        }
    }

    fn copy(&self, mut from: impl Read, to: &mut File) -> Result<(), Failure> {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = from
                .read(&mut buffer)
                .map_err(|error| Failure::Broken(error.to_string()))?;
            if read == 0 {
                return to.sync_all().map_err(Failure::local);
            }
            let came = buffer.get(..read).unwrap_or_default();
            to.write_all(came).map_err(Failure::local)?;
            self.progress.advance(read as u64);
        }
    }
}

enum Failure {
    /// Trying again may help.
    Broken(String),
    /// It will not.
    Final(String),
}

impl Failure {
    fn local(error: std::io::Error) -> Self {
        Self::Final(format!("cannot be written: {error}"))
    }
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get("content-length")?.to_str().ok()?.parse().ok()
}

/// What has come of a file, and of which version of it.
struct Part {
    content: PathBuf,
    version: PathBuf,
}

impl Part {
    fn of(place: &Path) -> Self {
        let with = |ending: &str| {
            let mut name = place.file_name().unwrap_or_default().to_owned();
            name.push(ending);
            place.with_file_name(name)
        };
        Self {
            content: with(".part"),
            version: with(".part-version"),
        }
    }

    fn length(&self) -> u64 {
        std::fs::metadata(&self.content).map_or(0, |data| data.len())
    }

    fn version(&self) -> Option<String> {
        std::fs::read_to_string(&self.version).ok()
    }

    /// Keeps by what the server tells versions apart. Weak tags do not tell bytes apart.
    fn keep_version(&self, headers: &HeaderMap) -> std::io::Result<()> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let tag = text("etag").filter(|tag| !tag.starts_with("W/"));
        match tag.or_else(|| text("last-modified")) {
            Some(version) => std::fs::write(&self.version, version),
            None => {
                let _ = std::fs::remove_file(&self.version);
                Ok(())
            }
        }
    }

    /// Forgets it. What is not there needs no removing.
    fn remove(&self) {
        let _ = std::fs::remove_file(&self.content);
        let _ = std::fs::remove_file(&self.version);
    }
}
