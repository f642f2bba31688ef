# The install components: `runtime` and `testing` hold the libraries, `development` everything needed to compile with either,
# `tools` the programs and their manual pages, `documentation` the site.
include(CMakePackageConfigHelpers)

set(clerk_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/clerk)
get_target_property(clerk_type clerk TYPE)

# clerk_install_library(<target> EXPORT <name> COMPONENT <name>)
function(clerk_install_library target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "EXPORT;COMPONENT" "")
    install(TARGETS ${target} EXPORT ${arg_EXPORT}
        LIBRARY COMPONENT ${arg_COMPONENT} NAMELINK_COMPONENT development
        ARCHIVE COMPONENT development
        FILE_SET HEADERS COMPONENT development)
endfunction()

# clerk_install_tool(<target>): with its manual page
function(clerk_install_tool target)
    # The path to the libraries is relative, so that the tree can be moved.
    file(RELATIVE_PATH libraries_from_bin /prefix/${CMAKE_INSTALL_BINDIR} /prefix/${CMAKE_INSTALL_LIBDIR})
    set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN/${libraries_from_bin}")
    install(TARGETS ${target} EXPORT clerkToolsTargets RUNTIME COMPONENT tools)
    get_property(manual GLOBAL PROPERTY clerk_manual_${target})
    install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tools)
endfunction()

clerk_install_library(clerk EXPORT clerkTargets COMPONENT runtime)
install(EXPORT clerkTargets NAMESPACE clerk:: DESTINATION ${clerk_config_dir} COMPONENT development)
if(CLERK_BUILD_FAKE_BACKEND)
    # The loader does not use a program's run path for the libraries of a library.
    set_target_properties(clerk_testing PROPERTIES INSTALL_RPATH "$ORIGIN")
    clerk_install_library(clerk_testing EXPORT clerkTestingTargets COMPONENT testing)
    install(EXPORT clerkTestingTargets NAMESPACE clerk:: DESTINATION ${clerk_config_dir} COMPONENT development)
endif()
if(TARGET clerk_fake_backend)
    clerk_install_tool(clerk_fake_backend)
endif()
if(CLERK_BUILD_TOOLS)
    clerk_install_tool(clerk_invite_csv)
    # In `tools`, because find_package fails for an exported program that is not installed.
    install(EXPORT clerkToolsTargets NAMESPACE clerk:: DESTINATION ${clerk_config_dir} COMPONENT tools)
endif()

configure_package_config_file(cmake/clerkConfig.cmake.in ${PROJECT_BINARY_DIR}/cmake/clerkConfig.cmake
    INSTALL_DESTINATION ${clerk_config_dir})
# Before 1.0 a new minor version may break its users.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/clerkConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/cmake/clerkConfig.cmake
    ${PROJECT_BINARY_DIR}/cmake/clerkConfigVersion.cmake
    cmake/clerkBoost.cmake
    DESTINATION ${clerk_config_dir} COMPONENT development)

# pkg-config: relative to the file itself, so that the tree can be moved.
set(clerk_pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
foreach(dir IN ITEMS INCLUDEDIR LIBDIR)
    if(IS_ABSOLUTE "${CMAKE_INSTALL_${dir}}")
        set(clerk_pc_${dir} "${CMAKE_INSTALL_${dir}}")
    else()
        set(clerk_pc_${dir} "\${prefix}/${CMAKE_INSTALL_${dir}}")
    endif()
endforeach()
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
    set(clerk_pc_prefix "${CMAKE_INSTALL_PREFIX}")
else()
    file(RELATIVE_PATH clerk_pc_up /prefix/${clerk_pc_dir} /prefix)
    string(REGEX REPLACE "/$" "" clerk_pc_up "${clerk_pc_up}")
    set(clerk_pc_prefix "\${pcfiledir}/${clerk_pc_up}")
endif()
if(clerk_type STREQUAL STATIC_LIBRARY)
    set(clerk_pc_definitions " -DCLERK_STATIC_DEFINE")
    # Public, because the program links them with or without --static. Not as a requirement of libssl: --static would add the
    # private libraries of OpenSSL, which Debian 13 does not install with it.
    set(clerk_pc_libs " -lboost_url")
    cmake_path(GET OPENSSL_SSL_LIBRARY PARENT_PATH openssl_dir)
    if(NOT openssl_dir IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
        string(APPEND clerk_pc_libs " -L${openssl_dir}")
    endif()
    string(APPEND clerk_pc_libs " -lssl -lcrypto")
endif()
configure_file(cmake/clerk.pc.in ${PROJECT_BINARY_DIR}/cmake/clerk.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cmake/clerk.pc DESTINATION ${clerk_pc_dir} COMPONENT development)

if(CLERK_DOCS_DIR)
    # Sphinx writes these for itself.
    install(DIRECTORY ${CLERK_DOCS_DIR}/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/html COMPONENT documentation
        PATTERN .buildinfo EXCLUDE PATTERN objects.inv EXCLUDE)
endif()
