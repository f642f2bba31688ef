# Settings of CPack's DEB generator, included by cmake/package.cmake.
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SOURCE clerk)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1 CACHE STRING "Debian revision of the packages")
mark_as_advanced(CPACK_DEBIAN_PACKAGE_RELEASE)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_SECTION doc)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# Debian Policy 8.1: the package of a shared library is named after its soname.
set(soversion ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME libclerk${soversion})
set(CPACK_DEBIAN_TESTING_PACKAGE_NAME libclerk-testing${soversion})
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libclerk-dev)
set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME clerk-tools)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_NAME libclerk-doc)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_ARCHITECTURE all)

# Dependencies on exactly the same version. Debian Policy requires it for the development files.
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_COMPONENT_DEVELOPMENT_DEPENDS runtime)
set(CPACK_COMPONENT_TOOLS_DEPENDS runtime)
if(CLERK_BUILD_FAKE_BACKEND)
    set(CPACK_COMPONENT_TESTING_DEPENDS runtime)
    list(APPEND CPACK_COMPONENT_DEVELOPMENT_DEPENDS testing)
    list(APPEND CPACK_COMPONENT_TOOLS_DEPENDS testing)
endif()

# dpkg-shlibdeps finds the libraries of this project in the build folder.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_DEPENDS libjs-sphinxdoc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/src ${PROJECT_BINARY_DIR}/src/testing)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
# A trigger runs ldconfig, as Debian Policy requires. CPack would add maintainer scripts that do the same; it adds none that the
# list names, and skips names of files that do not exist.
foreach(component IN ITEMS RUNTIME TESTING)
    set(CPACK_DEBIAN_${component}_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/package/triggers postinst postrm)
    set(CPACK_DEBIAN_${component}_PACKAGE_MULTIARCH same)
endforeach()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_MULTIARCH same)

# CPack would put this line before each description.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} upper)
    set(CPACK_DEBIAN_${upper}_DESCRIPTION "${summary_${component}}\n${text_${component}}")
endforeach()

# The packages that own what the public headers include. OpenSSL's headers belong to ClientOptions::tls.context.
find_program(CLERK_DPKG_QUERY dpkg-query)
mark_as_advanced(CLERK_DPKG_QUERY)
if(CLERK_DPKG_QUERY)
    set(depends)
    foreach(file IN ITEMS ${boost_headers_DIR} ${boost_json_DIR} ${OPENSSL_INCLUDE_DIR}/openssl/ssl.h)
        execute_process(COMMAND ${CLERK_DPKG_QUERY} --search ${file} OUTPUT_VARIABLE owner ERROR_QUIET)
        if(owner MATCHES "^([^:, \n]+)")
            list(APPEND depends ${CMAKE_MATCH_1})
        endif()
    endforeach()
    list(REMOVE_DUPLICATES depends)
    list(JOIN depends ", " CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS)
endif()
