# How every target of the project is built: one place for the language level, warnings and sanitizers.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
find_package(Threads REQUIRED)

function(ffn_target_options target)
  set_target_properties(${target} PROPERTIES
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 sees overlaps and overruns in std::string where there are none (its bugs 105329 and 105651).
    target_compile_options(${target} PRIVATE
      -Wno-error=restrict -Wno-error=array-bounds -Wno-error=stringop-overflow)
  endif()
  if(CMAKE_CXX_COMPILER_LAUNCHER)
    # ccache can reuse a precompiled header only when its time stamp is left out of it.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  endif()
  if(FFNSCOPE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${FFNSCOPE_SANITIZE} -fno-omit-frame-pointer
      -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${FFNSCOPE_SANITIZE})
  endif()
endfunction()

# ffn_engine_library(NAME SOURCES … LINKS …): one folder of the engine as a static library.
function(ffn_engine_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(ffn_${name} STATIC ${ARG_SOURCES})
  add_library(ffn::${name} ALIAS ffn_${name})
  ffn_target_options(ffn_${name})
  target_include_directories(ffn_${name} INTERFACE ${PROJECT_SOURCE_DIR})
  target_link_libraries(ffn_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  # One precompiled header for all but forward, whose OpenMP makes another of it.
  if(name STREQUAL "core" OR name STREQUAL "forward")
    target_precompile_headers(ffn_${name} PRIVATE <Eigen/Core> <algorithm> <filesystem> <functional> <memory> <mutex>
      <optional> <string> <unordered_map> <vector>)
  else()
    target_precompile_headers(ffn_${name} REUSE_FROM ffn_core)
  endif()
  if(FFNSCOPE_NATIVE)
    target_compile_options(ffn_${name} PRIVATE -march=native)
  endif()
endfunction()

# What all test programs are compiled with; a release's optimiser is not worth its time on them.
function(ffn_test_options target)
  ffn_target_options(${target})
  # Qt's names of the folders would make a precompiled header of each.
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1> -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
  target_compile_definitions(${target} PRIVATE
    FFNSCOPE_FIXTURES="${PROJECT_SOURCE_DIR}/tests/fixtures" FFNSCOPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
endfunction()

# ffn_test_main(NAME LINKS… HEADERS…): main() of test programs that link LINKS, with a precompiled header for them.
function(ffn_test_main name)
  cmake_parse_arguments(ARG "" "" "LINKS;HEADERS" ${ARGN})
  add_library(${name} OBJECT ${PROJECT_SOURCE_DIR}/tests/test_main.cpp)
  ffn_test_options(${name})
  target_link_libraries(${name} PRIVATE Qt6::Test ${ARG_LINKS})
  target_precompile_headers(${name} PRIVATE <QtTest> ${ARG_HEADERS})
endfunction()

# ffn_test(NAME SOURCES … LINKS …): one test program of Qt Test classes; see tests/test_case.h.
function(ffn_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  set(main test_main)
  if("ffn::ui" IN_LIST ARG_LINKS)
    set(main test_ui_main)
  endif()
  add_executable(test_${name} ${ARG_SOURCES} $<TARGET_OBJECTS:${main}>)
  ffn_test_options(test_${name})
  set_target_properties(test_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(test_${name} PRIVATE Qt6::Test ${ARG_LINKS})
  target_precompile_headers(test_${name} REUSE_FROM ${main})
  # Without the crash handler: it can loop in a debugger, and a crash is to end the program.
  add_test(NAME ${name} COMMAND test_${name} -nocrashhandler)
  set_tests_properties(${name} PROPERTIES TIMEOUT 300
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()
