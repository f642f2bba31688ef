# Compiles through ccache if it is installed and no other launcher is set.
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER AND NOT DEFINED ENV{CMAKE_CXX_COMPILER_LAUNCHER})
    find_program(CLERK_CCACHE ccache)
    mark_as_advanced(CLERK_CCACHE)
    if(CLERK_CCACHE)
        # Precompiled headers are cached only if ccache may ignore their time stamps.
        set(CMAKE_CXX_COMPILER_LAUNCHER
            ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CLERK_CCACHE})
    endif()
endif()
