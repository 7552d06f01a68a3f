# oneDNN, if there is one that can be used: ONEDNN_FOUND and the target ffn::onednn.
#
# Its own CMake package is passed over: where the library was built with OpenCL, it insists on OpenCL's headers, which
# products on the processor do not need.
option(FFNSCOPE_ONEDNN "Use oneDNN for the matrix products where it is found" ON)
set(ONEDNN_FOUND FALSE)
if(FFNSCOPE_ONEDNN)
  find_path(ONEDNN_INCLUDE_DIR dnnl.hpp)
  find_library(ONEDNN_LIBRARY dnnl)
  find_package(OpenMP QUIET COMPONENTS CXX)
  if(ONEDNN_INCLUDE_DIR AND ONEDNN_LIBRARY)
    include(CheckCXXSourceCompiles)
    set(CMAKE_REQUIRED_INCLUDES ${ONEDNN_INCLUDE_DIR})
    # OpenMP's threads can be limited a call at a time, one thread needs no limiting; others are not known here.
    check_cxx_source_compiles("
      #include <dnnl.hpp>
      #if DNNL_CPU_RUNTIME != DNNL_RUNTIME_OMP && DNNL_CPU_RUNTIME != DNNL_RUNTIME_SEQ
      #error other threads
      #endif
      #if DNNL_VERSION_MAJOR != 2 && DNNL_VERSION_MAJOR != 3
      #error other version
      #endif
      int main() { return 0; }" ONEDNN_USABLE)
    unset(CMAKE_REQUIRED_INCLUDES)
    if(ONEDNN_USABLE AND OpenMP_CXX_FOUND)
      set(ONEDNN_FOUND TRUE)
      add_library(ffn_onednn_library INTERFACE)
      add_library(ffn::onednn ALIAS ffn_onednn_library)
      target_include_directories(ffn_onednn_library SYSTEM INTERFACE ${ONEDNN_INCLUDE_DIR})
      target_link_libraries(ffn_onednn_library INTERFACE ${ONEDNN_LIBRARY} OpenMP::OpenMP_CXX)
    endif()
  endif()
  if(NOT ONEDNN_FOUND)
    message(STATUS "oneDNN was not found (libdnnl-dev): matrix products by Eigen alone")
  endif()
endif()
