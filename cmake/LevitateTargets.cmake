# What every target of this repository has in common: language, warnings, sanitizers, and where
# programs go. Each component calls levitate_library, levitate_program and levitate_test and says
# nothing but its sources and what it links.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# Line tables are enough to read a stack trace, and cost a quarter of full debug information.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -gline-tables-only")

option(LEVITATE_WERROR "treat warnings as errors" ON)
option(LEVITATE_TESTS "build the tests" ON)
set(LEVITATE_SANITIZE "" CACHE STRING "sanitizers for every target, e.g. address,undefined or thread")

if(LEVITATE_SANITIZE)
  add_compile_options(-fsanitize=${LEVITATE_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LEVITATE_SANITIZE})
endif()

# Designated initialisers name what differs from the defaults; the rest is left out on purpose.
# libstdc++ 12 uses in std::stable_sort what it has deprecated.
add_library(levitate-warnings INTERFACE)
target_compile_options(
  levitate-warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                              -Woverloaded-virtual
                              -Wno-missing-designated-field-initializers
                              -Wno-deprecated-declarations
                              $<$<BOOL:${LEVITATE_WERROR}>:-Werror>)

find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(Threads REQUIRED)
if(LEVITATE_TESTS)
  find_package(Catch2 3 REQUIRED)
  include(Catch)
endif()

# levitate_library(NAME SOURCES... LINK targets...): a static library. Headers are included by their
# path from the root of the repository ("base/error.h").
function(levitate_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${arg_LINK} PRIVATE levitate-warnings)
endfunction()

# levitate_program(NAME SOURCES... LINK targets...): a program in build/bin.
function(levitate_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} levitate-warnings)
endfunction()

# levitate_test(NAME SOURCES... LINK targets... [PROPERTIES ...]): a Catch2 program, each of its test
# cases known to ctest by its own name.
function(levitate_test name)
  if(NOT LEVITATE_TESTS)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;PROPERTIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} levitate-warnings Catch2::Catch2WithMain)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  catch_discover_tests(${name} TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST
                       PROPERTIES TIMEOUT 300 ${arg_PROPERTIES})
endfunction()

# levitate_use_llvm(TARGET): links the shared LLVM and Clang libraries. Their headers are system
# headers, so that our warnings are about our code. LEVITATE_CLANG_RESOURCE_DIR is where Clang's own
# headers are, which a program outside LLVM's folder can't find by itself.
function(levitate_use_llvm target)
  find_package(LLVM 19.1 REQUIRED CONFIG HINTS /usr/lib/llvm-19/lib/cmake/llvm)
  target_include_directories(${target} SYSTEM PUBLIC ${LLVM_INCLUDE_DIRS})
  target_compile_definitions(${target} PUBLIC ${LLVM_DEFINITIONS_LIST})
  target_compile_definitions(
    ${target} PRIVATE LEVITATE_CLANG_RESOURCE_DIR="${LLVM_LIBRARY_DIR}/clang/${LLVM_VERSION_MAJOR}")
  find_library(LEVITATE_CLANG_CPP clang-cpp HINTS "${LLVM_LIBRARY_DIR}" NO_DEFAULT_PATH REQUIRED)
  find_library(LEVITATE_LLVM LLVM-19 LLVM HINTS "${LLVM_LIBRARY_DIR}" NO_DEFAULT_PATH REQUIRED)
  target_link_libraries(${target} PUBLIC "${LEVITATE_CLANG_CPP}" "${LEVITATE_LLVM}")
endfunction()

# levitate_fuzz(NAME SOURCES... LINK targets... CORPUS folder RUNS number [DICTIONARY file]
# [LENGTH bytes]): a libFuzzer program. What it once found and was mended stays found with every run
# of the tests, which also look for more (label fuzz): RUNS inputs, about a minute's worth, and the
# same ones each time, so that a run of the tests does not fail by chance. For that a run depends on
# nothing but the program and the corpus: it starts from the corpus in a fixed order and in one
# folder, ends by number, keeps nothing from the run before, takes no words from comparisons, where
# addresses are, and runs nothing twice where memory seems to leak (leaks are looked for in the kept
# corpus). A target must use no path that is made up anew. Another compiler or standard library makes
# another program, which may try other inputs.
# A finding is left in the folder NAME.found of the build; keep it in the corpus. From a seed of its
# own each time, and keeping what it learns: `./xtask fuzz`, which runs the script fuzz/NAME of the build.
#
# SOURCES holds the code under test too, so that its own copy is instrumented and the fuzzer sees
# its branches; libraries are linked as they are.
function(levitate_fuzz name)
  if(NOT LEVITATE_TESTS OR LEVITATE_SANITIZE MATCHES "thread"
     OR NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CORPUS;DICTIONARY;LENGTH;RUNS" "SOURCES;LINK")
  set(corpus "${CMAKE_CURRENT_SOURCE_DIR}/${arg_CORPUS}")
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${arg_LINK} levitate-warnings)
  # Optimised whatever the rest is: what a minute finds depends on how much it can try. What
  # follows addresses is left out, for it differs from run to run: the cache that the check of vtables
  # keeps, and how deep the stack is.
  target_compile_options(${name} PRIVATE -O1 -fsanitize=fuzzer,address,undefined
                                         -fno-sanitize=vptr -fno-sanitize-recover=all
                                         -fno-sanitize-coverage=stack-depth)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer,address,undefined -fno-sanitize=vptr)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME "${name}: kept corpus" COMMAND ${name} -runs=0 -timeout=60 "${corpus}")
  set_tests_properties("${name}: kept corpus" PROPERTIES LABELS fuzz TIMEOUT 240)

  set(found "${CMAKE_CURRENT_BINARY_DIR}/${name}.found")
  file(MAKE_DIRECTORY "${found}/inputs")
  if(NOT arg_LENGTH)
    set(arg_LENGTH 2048)
  endif()
  set(options -max_len=${arg_LENGTH} "-artifact_prefix=${found}/")
  if(arg_DICTIONARY)
    list(APPEND options "-dict=${CMAKE_CURRENT_SOURCE_DIR}/${arg_DICTIONARY}")
  endif()
  list(JOIN options "' '" quoted)
  file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/fuzz/${name}"
       CONTENT "#!/bin/sh\nexec '$<TARGET_FILE:${name}>' '${quoted}' \"$@\" '${found}/inputs' '${corpus}'\n"
       FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ)

  file(GLOB seeds CONFIGURE_DEPENDS "${corpus}/*") # sorted
  list(JOIN seeds "," seeds)
  file(WRITE "${found}/seeds" "${seeds}")
  add_test(NAME "${name}: a minute of looking for more"
           COMMAND ${name} ${options} -seed=1 -runs=${arg_RUNS} -reload=0 -use_cmp=0 -use_memmem=0
                   -detect_leaks=0 -timeout=60
                   -print_final_stats=1 "-seed_inputs=@${found}/seeds")
  # The names of temporary files, and of the folder that relative names are looked up in, have the
  # same length everywhere: what is counted as a new path through the code depends on it.
  set_tests_properties("${name}: a minute of looking for more"
                       PROPERTIES LABELS fuzz TIMEOUT 600 ENVIRONMENT TMPDIR=/tmp
                                  WORKING_DIRECTORY /)
endfunction()
