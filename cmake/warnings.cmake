# The warnings this project is free of, for its own targets only. (OpenSSL's macros hold casts; only clang knows that they are not ours.)
function(clerk_enable_warnings target)
    target_compile_options(${target} PRIVATE
        -Wall
        -Wextra
        -Wpedantic
        -Wcast-align
        -Wconversion
        -Wextra-semi
        -Wformat=2
        -Wnon-virtual-dtor
        -Woverloaded-virtual
        -Wshadow
        -Wsign-conversion
        -Wundef
        -Wunused
        $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wredundant-decls>
        $<$<CXX_COMPILER_ID:Clang>:-Wold-style-cast -Wunreachable-code>)
    set_target_properties(${target} PROPERTIES COMPILE_WARNING_AS_ERROR ${CLERK_WARNINGS_AS_ERRORS})
endfunction()
