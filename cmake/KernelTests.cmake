# The kernel is a CMake project of its own, with a toolchain of its own. Its unit tests, which run on
# the host, are one test of ours: configured, built and run by its preset `host`.
#
# Included by the project, this adds the test; run as a script, it is the test.
if(CMAKE_SCRIPT_MODE_FILE)
  set(launcher)
  find_program(ccache ccache)
  if(ccache)
    set(launcher -DCMAKE_CXX_COMPILER_LAUNCHER=${ccache})
  endif()
  foreach(command IN ITEMS "${CMAKE_COMMAND};-S;${SOURCE};-B;${BUILD};--preset;host;${launcher}"
                           "${CMAKE_COMMAND};--build;${BUILD};--parallel;${JOBS}"
                           "${CMAKE_CTEST_COMMAND};--test-dir;${BUILD};--output-on-failure;--no-tests=error;--parallel;${JOBS}")
    execute_process(COMMAND ${command} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
else()
  include(ProcessorCount)
  processorcount(cores)
  add_test(
    NAME "kernel-src: unit tests on the host"
    COMMAND
      ${CMAKE_COMMAND} "-DSOURCE=${PROJECT_SOURCE_DIR}/kernel-src"
      "-DBUILD=${PROJECT_BINARY_DIR}/kernel-host" -DJOBS=${cores}
      "-DCMAKE_CTEST_COMMAND=${CMAKE_CTEST_COMMAND}" -P "${CMAKE_CURRENT_LIST_FILE}")
  set_tests_properties("kernel-src: unit tests on the host" PROPERTIES PROCESSORS ${cores}
                                                                       TIMEOUT 1800)
endif()
