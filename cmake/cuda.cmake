# The CUDA module, where there is a compiler for it: a library of its own that the program loads while it runs, so that
# one build serves machines with and without a GPU. nvcc is called as it is: CMake's own CUDA language would make a
# configuration fail where the toolkit is only half there.
find_program(FFNSCOPE_NVCC nvcc PATHS /usr/local/cuda/bin)
if(NOT FFNSCOPE_NVCC)
  file(GLOB toolkits /usr/local/cuda-*/bin)
  find_program(FFNSCOPE_NVCC nvcc PATHS ${toolkits})
endif()
set(cuda_default OFF)
if(FFNSCOPE_NVCC)
  get_filename_component(cuda_include ${FFNSCOPE_NVCC} DIRECTORY)
  find_file(FFNSCOPE_CUBLASLT cublasLt.h PATHS ${cuda_include}/../include NO_DEFAULT_PATH)
  if(FFNSCOPE_CUBLASLT)
    set(cuda_default ON)
  endif()
endif()
option(FFNSCOPE_CUDA "Build the CUDA module (needs nvcc and cuBLASLt)" ${cuda_default})
set(FFNSCOPE_CUDA_ARCHITECTURES "75;80;90" CACHE STRING "Compute capabilities of the CUDA module")

# ffn_cuda_module(SOURCE HEADERS…)
function(ffn_cuda_module source)
  if(NOT FFNSCOPE_NVCC)
    message(FATAL_ERROR "FFNSCOPE_CUDA is on, but no nvcc was found")
  endif()
  get_filename_component(toolkit ${FFNSCOPE_NVCC} DIRECTORY)
  get_filename_component(toolkit ${toolkit} DIRECTORY)
  set(architectures "")
  foreach(architecture ${FFNSCOPE_CUDA_ARCHITECTURES})
    list(APPEND architectures -gencode arch=compute_${architecture},code=sm_${architecture})
  endforeach()
  list(GET FFNSCOPE_CUDA_ARCHITECTURES -1 newest)
  list(APPEND architectures -gencode arch=compute_${newest},code=compute_${newest}) # for what comes after it
  set(module ${CMAKE_BINARY_DIR}/libffnscope_cuda.so)
  add_custom_command(OUTPUT ${module}
    COMMAND ${FFNSCOPE_NVCC} -std=c++20 -O3 ${architectures} -shared -Xcompiler -fPIC,-Wall,-fvisibility=hidden
      -I${PROJECT_SOURCE_DIR} -L${toolkit}/lib64 -Xlinker -rpath=${toolkit}/lib64 -lcublasLt
      -o ${module} ${CMAKE_CURRENT_SOURCE_DIR}/${source}
    DEPENDS ${source} ${ARGN}
    COMMENT "Compiling the CUDA module"
    VERBATIM)
  add_custom_target(ffnscope_cuda ALL DEPENDS ${module})
endfunction()
