#pragma once

#include <clerk/request_options.hpp>

#include <boost/asio/async_result.hpp>

#include <concepts>

/// Deleted overloads that turn common mistakes into errors that name the cause, instead of a list of all candidates. GCC prints
/// the template arguments of a deleted function.
namespace clerk::detail::misuse {

template <class Signature>
struct LastArgumentIsNotACompletionTokenFor
{};

struct RequestOptionsBelongBeforeTheCompletionToken
{};

struct RequestOptionsBelongAfterTheParameters
{};

struct ATemporaryContextIsDestroyedBeforeTheClient
{};

template <class Token, class Signature>
concept wrong_token = !boost::asio::completion_token_for<Token, Signature> && !std::convertible_to<Token, RequestOptions>;

} // namespace clerk::detail::misuse

// Clang prints the text of `= delete("text")` (C++26). GCC would warn about it.
#if defined(__clang__) && __clang_major__ >= 19
#define CLERK_DETAIL_DELETED(text)                                                                                               \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wc++26-extensions\"") = delete (text);                 \
    _Pragma("clang diagnostic pop") static_assert(true)
#else
#define CLERK_DETAIL_DELETED(text) = delete
#endif

/// The mistakes in calls of `operation(Parameters, RequestOptions, token)`. The last argument is the signature of the handler.
#define CLERK_DETAIL_REFUSE_MISUSE(operation, Parameters, ...)                                                                   \
    template <::clerk::detail::misuse::wrong_token<__VA_ARGS__> Token,                                                           \
              class = ::clerk::detail::misuse::LastArgumentIsNotACompletionTokenFor<__VA_ARGS__>>                                \
    void operation(Parameters, Token&&)                                                                                          \
        const CLERK_DETAIL_DELETED("the last argument is not a completion token for " #__VA_ARGS__);                             \
    template <::clerk::detail::misuse::wrong_token<__VA_ARGS__> Token,                                                           \
              class = ::clerk::detail::misuse::LastArgumentIsNotACompletionTokenFor<__VA_ARGS__>>                                \
    void operation(Parameters, ::clerk::RequestOptions, Token&&)                                                                 \
        const CLERK_DETAIL_DELETED("the last argument is not a completion token for " #__VA_ARGS__);                             \
    template <class Token, std::same_as<::clerk::RequestOptions> Options,                                                        \
              class = ::clerk::detail::misuse::RequestOptionsBelongBeforeTheCompletionToken>                                     \
    void operation(Parameters, Token&&, Options const&)                                                                          \
        const CLERK_DETAIL_DELETED("RequestOptions belong before the completion token");                                         \
    template <std::same_as<::clerk::RequestOptions> Options, class... Rest,                                                      \
              class = ::clerk::detail::misuse::RequestOptionsBelongAfterTheParameters>                                           \
    void operation(Options const&, Rest&&...) const CLERK_DETAIL_DELETED("RequestOptions belong after the parameters")

/// The same for operations without `RequestOptions`. The last arguments are the parameters.
#define CLERK_DETAIL_REFUSE_WRONG_TOKEN(operation, Signature, ...)                                                               \
    template <class Token, class = ::clerk::detail::misuse::LastArgumentIsNotACompletionTokenFor<Signature>>                     \
        requires(!::boost::asio::completion_token_for<Token, Signature>)                                                         \
    void operation(__VA_ARGS__, Token&&)                                                                                         \
        const CLERK_DETAIL_DELETED("the last argument is not a completion token for " #Signature)
