include(CMakePackageConfigHelpers)

set(clerk_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/clerk)

install(TARGETS clerk EXPORT clerkTargets FILE_SET HEADERS)
install(EXPORT clerkTargets NAMESPACE clerk:: DESTINATION ${clerk_config_dir})
if(CLERK_BUILD_TESTING)
    # A program's run path is not asked for what its libraries need: each names its own, relative to itself.
    set_target_properties(clerk_testing PROPERTIES INSTALL_RPATH "$ORIGIN")
    install(TARGETS clerk_testing EXPORT clerkTestingTargets FILE_SET HEADERS)
    if(TARGET clerk_fake_backend)
        # With the tree moved, shared libraries are still where they were as seen from the program.
        file(RELATIVE_PATH clerk_libraries_from_bin /prefix/${CMAKE_INSTALL_BINDIR} /prefix/${CMAKE_INSTALL_LIBDIR})
        set_target_properties(clerk_fake_backend PROPERTIES INSTALL_RPATH "$ORIGIN/${clerk_libraries_from_bin}")
        install(TARGETS clerk_fake_backend EXPORT clerkTestingTargets RUNTIME COMPONENT testing)
    endif()
    install(EXPORT clerkTestingTargets NAMESPACE clerk:: DESTINATION ${clerk_config_dir})
endif()

configure_package_config_file(cmake/clerkConfig.cmake.in ${PROJECT_BINARY_DIR}/cmake/clerkConfig.cmake
    INSTALL_DESTINATION ${clerk_config_dir})
# Before 1.0 a new minor version may break its users.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/clerkConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cmake/clerkConfig.cmake ${PROJECT_BINARY_DIR}/cmake/clerkConfigVersion.cmake cmake/clerkBoost.cmake
    DESTINATION ${clerk_config_dir})

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
get_target_property(clerk_type clerk TYPE)
if(clerk_type STREQUAL STATIC_LIBRARY)
    # Public, not private: there is no other way to link it, whether pkg-config is asked for --static or not.
    set(clerk_pc_definitions " -DCLERK_STATIC_DEFINE")
    set(clerk_pc_requires "libssl >= 3.0, libcrypto >= 3.0")
    set(clerk_pc_libs " -lboost_url")
endif()
configure_file(cmake/clerk.pc.in ${PROJECT_BINARY_DIR}/cmake/clerk.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cmake/clerk.pc DESTINATION ${clerk_pc_dir})
