# waggle_library(name SOURCES … TESTS … LINK …)
#   One static library per folder of src/, and one test program beside it. The folder's LINK list is
#   the include rule: what is not listed here cannot be linked (tools/check_includes checks the rest).

add_library(waggle_options INTERFACE)
target_include_directories(waggle_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(waggle_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers
  $<$<CONFIG:Debug>:-Werror>)
if(WAGGLE_SANITIZE)
  target_compile_options(waggle_options INTERFACE -fsanitize=address,undefined
    -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  # Under the sanitizers g++ 12 takes members of <regex>'s own states for uninitialised (GCC bug 105562).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(waggle_options INTERFACE -Wno-maybe-uninitialized)
  endif()
  target_link_options(waggle_options INTERFACE -fsanitize=address,undefined)
endif()
if(WAGGLE_FUZZ)
  target_compile_options(waggle_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(waggle_library name)
  cmake_parse_arguments(A "" "" "SOURCES;TESTS;LINK;SYSTEM" ${ARGN})
  add_library(waggle_${name} STATIC ${A_SOURCES})
  list(TRANSFORM A_LINK PREPEND waggle_)
  target_link_libraries(waggle_${name} PUBLIC waggle_options ${A_LINK} PRIVATE ${A_SYSTEM})
  if(WAGGLE_TESTS AND A_TESTS)
    waggle_test(${name}_test SOURCES ${A_TESTS} LINK ${name})
  endif()
endfunction()

function(waggle_test name)
  cmake_parse_arguments(A "" "" "SOURCES;LINK;SYSTEM" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  list(TRANSFORM A_LINK PREPEND waggle_)
  target_link_libraries(${name} PRIVATE ${A_LINK} GTest::gtest_main ${A_SYSTEM})
  target_precompile_headers(${name} PRIVATE <gtest/gtest.h>)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()
