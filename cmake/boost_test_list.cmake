# Writes OUTPUT: an add_test for every top-level suite or case that PROGRAM lists. See boost_test.cmake.
execute_process(COMMAND ${EMULATOR} ${PROGRAM} --list_content=HRF
    RESULT_VARIABLE failed OUTPUT_VARIABLE out ERROR_VARIABLE listing)
if(failed)
    message(FATAL_ERROR "${PROGRAM} --list_content: ${failed}\n${out}${listing}")
endif()
string(REPLACE "\n" ";" lines "${out}${listing}")
set(script "")
foreach(line IN LISTS lines)
    if(line MATCHES "^([^ *:]+)\\*?(: .*)?$")
        set(name ${CMAKE_MATCH_1})
        string(APPEND script
            "add_test([==[${PREFIX}.${name}]==] ${EMULATOR} [==[${PROGRAM}]==] [==[--run_test=${name}]==] --catch_system_errors=no)\n"
            "set_tests_properties([==[${PREFIX}.${name}]==] PROPERTIES LABELS \"${LABELS}\" TIMEOUT ${TIMEOUT})\n")
    endif()
endforeach()
if(NOT script)
    message(FATAL_ERROR "${PROGRAM} has no tests")
endif()
file(WRITE ${OUTPUT} "${script}")
