# Configures SOURCE in BUILD against PREFIX or CLERK_SOURCE_DIR, builds it, and runs what came out.
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${CMAKE_COMMAND}
    -C ${CACHE} -S ${SOURCE} -B ${BUILD} -G ${GENERATOR}
    -D CMAKE_PREFIX_PATH=${PREFIX}
    -D CLERK_SOURCE_DIR=${CLERK_SOURCE_DIR}
    -D CLERK_VERSION=${CLERK_VERSION}
    -D CLERK_BUILD_FAKE_BACKEND=${CLERK_BUILD_FAKE_BACKEND})
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${CMAKE_COMMAND} --build ${BUILD} --parallel 2)

execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${BUILD}/consumer OUTPUT_VARIABLE output)
if(NOT output STREQUAL "${CLERK_VERSION}\n")
    message(FATAL_ERROR "expected ${CLERK_VERSION}, got: ${output}")
endif()
if(EXISTS ${BUILD}/tester)
    execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${BUILD}/tester)
endif()
