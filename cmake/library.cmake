# Settings common to clerk and clerk_testing.
#
#   clerk_library(<target> EXPORT_NAME <name> MACRO <prefix> EXPORT_HEADER <path below include/> HEADERS <file>...)
#
# Makes the alias clerk::<name>, hides every symbol that <prefix>_EXPORT does not mark, and declares the public headers, the
# generated export header among them.
function(clerk_library target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "EXPORT_NAME;MACRO;EXPORT_HEADER" "HEADERS")
    add_library(clerk::${arg_EXPORT_NAME} ALIAS ${target})

    string(TOUPPER ${arg_EXPORT_HEADER} guard)
    string(MAKE_C_IDENTIFIER ${guard} guard)
    set(generated ${PROJECT_BINARY_DIR}/include)
    generate_export_header(${target}
        BASE_NAME ${arg_MACRO}
        EXPORT_FILE_NAME ${generated}/${arg_EXPORT_HEADER}
        INCLUDE_GUARD_NAME ${guard})

    get_target_property(type ${target} TYPE)
    if(type STREQUAL STATIC_LIBRARY)
        target_compile_definitions(${target} PUBLIC ${arg_MACRO}_STATIC_DEFINE)
    endif()
    if(NOT DEFINED CMAKE_POSITION_INDEPENDENT_CODE)
        set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()

    list(TRANSFORM arg_HEADERS PREPEND ${PROJECT_SOURCE_DIR}/include/)
    target_sources(${target} PUBLIC
        FILE_SET HEADERS
        BASE_DIRS ${PROJECT_SOURCE_DIR}/include ${generated}
        FILES ${arg_HEADERS} ${generated}/${arg_EXPORT_HEADER})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_compile_features(${target} PUBLIC cxx_std_23)
    set_target_properties(${target} PROPERTIES
        EXPORT_NAME ${arg_EXPORT_NAME}
        CXX_EXTENSIONS OFF
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON
        VERIFY_INTERFACE_HEADER_SETS ${CLERK_BUILD_TESTS}
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
    clerk_enable_warnings(${target})
    target_compile_options(${target} PRIVATE
        $<$<CXX_COMPILER_ID:GNU>:-Wmissing-declarations>
        $<$<CXX_COMPILER_ID:Clang>:-Wmissing-prototypes>)
endfunction()
