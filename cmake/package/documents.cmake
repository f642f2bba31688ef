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
    file(GLOB pages ${share}/man/man1/*.1)
    # Without the name and the time, so that the same sources give the same packages.
    execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND gzip -9 --no-name --force ${changelog} ${pages})
endforeach()
