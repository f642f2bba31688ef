// OpenSSL is not built with the sanitizer, which therefore does not see the atomic counters and flags that guard what connections
// share inside of it: sessions, and what is derived from a certificate when it is first needed. Its own reads, writes and frees
// are left out; what the library does with its own memory, from inside OpenSSL's callbacks too, is not.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
extern "C" char const* __tsan_default_suppressions();

extern "C" char const* __tsan_default_suppressions()
{
    return "called_from_lib:libcrypto.so.3\n"
           "called_from_lib:libssl.so.3\n";
}
#endif
#endif
