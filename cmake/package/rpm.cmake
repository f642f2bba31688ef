# Settings of CPack's RPM generator, included by cmake/package.cmake. The names are those of Fedora's guidelines.
set(CPACK_RPM_COMPONENT_INSTALL ON)
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_RELOCATABLE OFF)
set(CPACK_RPM_PACKAGE_LICENSE MIT)
set(CPACK_RPM_MAIN_COMPONENT runtime)
set(CPACK_RPM_RUNTIME_PACKAGE_NAME clerk)
set(CPACK_RPM_TESTING_PACKAGE_NAME clerk-testing)
set(CPACK_RPM_DEVELOPMENT_PACKAGE_NAME clerk-devel)
set(CPACK_RPM_TOOLS_PACKAGE_NAME clerk-tools)
set(CPACK_RPM_DOCUMENTATION_PACKAGE_NAME clerk-doc)
set(CPACK_RPM_DOCUMENTATION_PACKAGE_ARCHITECTURE noarch)
# The same sources give the same packages, if SOURCE_DATE_EPOCH is set. No links by build id: nothing is there to debug.
set(CPACK_RPM_SPEC_MORE_DEFINE "%define _build_id_links none
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1
%define _buildhost localhost")
# Folders of other packages.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION ${CMAKE_INSTALL_PREFIX}/share/man ${CMAKE_INSTALL_PREFIX}/share/man/man1)
foreach(folder IN ITEMS "" /cmake /pkgconfig)
    list(APPEND CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION ${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}${folder})
endforeach()

# rpmbuild finds out which shared libraries a package requires and provides.
set(same_version "= ${PROJECT_VERSION}")
set(CPACK_RPM_TESTING_PACKAGE_REQUIRES "clerk ${same_version}")
set(CPACK_RPM_TOOLS_PACKAGE_REQUIRES "clerk ${same_version}")
set(CPACK_RPM_DEVELOPMENT_PACKAGE_REQUIRES "clerk ${same_version}, boost-devel >= 1.81, openssl-devel >= 3.0")
if(CLERK_BUILD_FAKE_BACKEND)
    string(APPEND CPACK_RPM_TOOLS_PACKAGE_REQUIRES ", clerk-testing ${same_version}")
    string(APPEND CPACK_RPM_DEVELOPMENT_PACKAGE_REQUIRES ", clerk-testing ${same_version}")
endif()

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} upper)
    set(CPACK_RPM_${upper}_PACKAGE_SUMMARY "${summary_${component}}")
    string(REPLACE "\n.\n" "\n\n" CPACK_RPM_${upper}_PACKAGE_DESCRIPTION "${text_${component}}")
endforeach()
