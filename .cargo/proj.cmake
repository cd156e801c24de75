# How PROJ is compiled; see config.toml.
set(CMAKE_UNITY_BUILD ON)
# PROJ is asked for some thousand positions a run: what optimising beyond this saves cannot be measured.
set(CMAKE_CXX_FLAGS_RELEASE "-O1 -DNDEBUG" CACHE STRING "")
set(CMAKE_C_FLAGS_RELEASE "-O1 -DNDEBUG" CACHE STRING "")
