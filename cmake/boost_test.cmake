# One CTest entry for every top-level suite or case of a Boost.Test program, found after each build of it.
#
#   clerk_discover_tests(<target> PREFIX <prefix> LABELS <label>... [TIMEOUT <seconds>])
function(clerk_discover_tests target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "PREFIX;TIMEOUT" "LABELS")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(CMAKE_CROSSCOMPILING)
        math(EXPR arg_TIMEOUT "5 * ${arg_TIMEOUT}") # an emulator is slow
    endif()
    set(found ${CMAKE_CURRENT_BINARY_DIR}/${target}_found.cmake)
    set(included ${CMAKE_CURRENT_BINARY_DIR}/${target}_included.cmake)
    file(WRITE ${included} "
if(EXISTS \"${found}\")
    include(\"${found}\")
else()
    add_test(${target}_NOT_BUILT ${target}_NOT_BUILT)
    set_tests_properties(${target}_NOT_BUILT PROPERTIES LABELS \"${arg_LABELS}\")
endif()
")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${included})
    add_custom_command(TARGET ${target} POST_BUILD
        COMMAND ${CMAKE_COMMAND}
            "-DPROGRAM=$<TARGET_FILE:${target}>"
            "-DEMULATOR=$<$<BOOL:${CMAKE_CROSSCOMPILING}>:${CMAKE_CROSSCOMPILING_EMULATOR}>"
            "-DPREFIX=${arg_PREFIX}"
            "-DLABELS=${arg_LABELS}"
            "-DTIMEOUT=${arg_TIMEOUT}"
            "-DOUTPUT=${found}"
            -P ${PROJECT_SOURCE_DIR}/cmake/boost_test_list.cmake
        BYPRODUCTS ${found}
        VERBATIM)
endfunction()
