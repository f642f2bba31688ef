# Boost for clerk, as a part of another project or not, and for its installed package.
#
# A project around it may have Boost's own build, by FetchContent for example: one target for each library, nothing to find, and a
# Boost::headers only in some versions.
#
# clerk_boost_libraries  the Boost libraries that are linked
if(NOT clerk_boost_libraries)
    set(clerk_boost_libraries headers json url)
endif()
if(TARGET Boost::asio AND TARGET Boost::beast AND TARGET Boost::json AND TARGET Boost::url)
    if(NOT TARGET Boost::headers)
        add_library(Boost::headers INTERFACE IMPORTED GLOBAL)
        target_link_libraries(Boost::headers INTERFACE Boost::asio Boost::beast)
    endif()
elseif(CMAKE_FIND_PACKAGE_NAME)
    include(CMakeFindDependencyMacro)
    find_dependency(Boost 1.81 CONFIG COMPONENTS ${clerk_boost_libraries})
else()
    find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS ${clerk_boost_libraries})
endif()
