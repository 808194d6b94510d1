# Functions shared by all folders: the compile options of a kernel target, and host unit tests.

set(LEVITATE_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

# Sets the language, the warnings and, in a kernel, the freestanding options of TARGET. SCOPE is PRIVATE, or INTERFACE for a
# library of headers alone, which then passes on nothing but the language.
function(levitate_target TARGET SCOPE)
  target_compile_features(${TARGET} ${SCOPE} cxx_std_20)
  if(SCOPE STREQUAL "PRIVATE")
    target_compile_options(${TARGET} PRIVATE ${LEVITATE_WARNINGS})
  endif()
endfunction()

# Adds the host unit test NAME from the sources that follow LIBRARIES' list: levitate_test(NAME LIBRARIES a b SOURCES x y).
function(levitate_test NAME)
  if(NOT LEVITATE_TESTS)
    return()
  endif()
  cmake_parse_arguments(TEST "" "" "LIBRARIES;SOURCES" ${ARGN})
  add_executable(${NAME} ${TEST_SOURCES})
  target_link_libraries(${NAME} PRIVATE ${TEST_LIBRARIES} Catch2::Catch2WithMain)
  levitate_target(${NAME} PRIVATE)
  add_test(NAME ${NAME} COMMAND ${NAME})
  set_tests_properties(${NAME} PROPERTIES TIMEOUT 60)
endfunction()
