# Settings of CPack: .deb and .rpm packages, one for each install component. scripts/package builds them.
set(CLERK_PACKAGE_MAINTAINER "The clerk developers <noreply@users.noreply.github.com>" CACHE STRING
    "Maintainer of the packages: Name <address>")
mark_as_advanced(CLERK_PACKAGE_MAINTAINER)

set(CPACK_GENERATOR DEB RPM)
set(CPACK_PACKAGE_NAME clerk)
set(CPACK_PACKAGE_CONTACT "${CLERK_PACKAGE_MAINTAINER}")
set(CPACK_PACKAGE_VENDOR "The clerk developers")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
# Adds the copyright, the changelog and compressed manual pages to the tree of each package.
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/package/documents.cmake)
set(CPACK_CLERK_SOURCE_DIR ${PROJECT_SOURCE_DIR})

set(CPACK_COMPONENTS_ALL runtime development)
if(CLERK_BUILD_FAKE_BACKEND)
    list(APPEND CPACK_COMPONENTS_ALL testing)
endif()
if(CLERK_BUILD_TOOLS)
    list(APPEND CPACK_COMPONENTS_ALL tools)
endif()
if(CLERK_DOCS_DIR)
    list(APPEND CPACK_COMPONENTS_ALL documentation)
endif()

set(summary_runtime "client of Clerk's invitations API (shared library)")
set(summary_testing "stand-in for Clerk's invitations API (shared library)")
set(summary_development "client of Clerk's invitations API (development files)")
set(summary_tools "programs for Clerk's invitations API")
set(summary_documentation "client of Clerk's invitations API (documentation)")
set(what "This C++23 library creates, lists and revokes invitations through the
Backend API of Clerk, on Boost.Asio.")
set(text_runtime "${what}
.
This package contains the shared library.")
set(text_testing "${what}
.
This package contains the shared library of the stand-in backend, with
which programs test their use of the API.")
set(text_development "${what}
.
This package contains the headers, the CMake package and the pkg-config
file of the library, and those of its stand-in backend.")
set(text_tools "${what}
.
This package contains two programs: clerk-invite invites the people of a
CSV file, clerk-fake-backend serves a stand-in for the API to tests in any
language.")
set(text_documentation "${what}
.
This package contains the guides and the reference, for a browser.")

include(${PROJECT_SOURCE_DIR}/cmake/package/deb.cmake)
include(${PROJECT_SOURCE_DIR}/cmake/package/rpm.cmake)
include(CPack)
