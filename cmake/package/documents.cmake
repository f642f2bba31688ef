# Run by CPack before it builds the packages. Adds to the tree of each component the documents that Debian Policy 12 requires.
# The tree of `tools`, for example, is ${CPACK_TEMPORARY_DIRECTORY}/tools.
if(CPACK_GENERATOR STREQUAL "DEB")
    set(kind DEBIAN)
else()
    set(kind RPM)
endif()

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    set(share ${CPACK_TEMPORARY_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX}/share)
    string(TOUPPER ${component} upper)
    set(documents ${share}/doc/${CPACK_${kind}_${upper}_PACKAGE_NAME})
    configure_file(${CPACK_CLERK_SOURCE_DIR}/LICENSE ${documents}/copyright COPYONLY)
    if(kind STREQUAL "DEBIAN")
        set(changelog ${documents}/changelog.Debian)
        execute_process(COMMAND_ERROR_IS_FATAL ANY
            COMMAND ${CPACK_CLERK_SOURCE_DIR}/cmake/package/debian_changelog.sh
                ${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE} ${CPACK_PACKAGE_CONTACT}
                ${CPACK_CLERK_SOURCE_DIR}/CHANGELOG.md
            OUTPUT_FILE ${changelog})
    else()
        set(changelog ${documents}/changelog)
        configure_file(${CPACK_CLERK_SOURCE_DIR}/CHANGELOG.md ${changelog} COPYONLY)
    endif()
    if(component STREQUAL "documentation")
        file(RENAME ${share}/doc/${CPACK_PACKAGE_NAME}/html ${documents}/html)
        file(REMOVE ${share}/doc/${CPACK_PACKAGE_NAME})
    endif()
    if(component STREQUAL "documentation" AND kind STREQUAL "DEBIAN")
        # Debian Policy 4.13: scripts that another package has are links to it.
        file(GLOB scripts RELATIVE ${documents}/html/_static ${documents}/html/_static/*.js)
        foreach(script IN LISTS scripts)
            set(packaged ${CPACK_PACKAGING_INSTALL_PREFIX}/share/javascript/sphinxdoc/1.0/${script})
            execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${packaged} ${documents}/html/_static/${script}
                RESULT_VARIABLE different OUTPUT_QUIET ERROR_QUIET)
            if(NOT different)
                file(REMOVE ${documents}/html/_static/${script})
                file(CREATE_LINK ../../../../javascript/sphinxdoc/1.0/${script} ${documents}/html/_static/${script} SYMBOLIC)
            endif()
        endforeach()
    endif()
    file(GLOB pages ${share}/man/man1/*.1)
    # Without the name and the time, so that the same sources give the same packages.
    execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND gzip -9 --no-name --force ${changelog} ${pages})
endforeach()
