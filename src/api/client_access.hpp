#pragma once

#include "api/client_core.hpp"

#include <clerk/client.hpp>

#include <memory>
#include <utility>

namespace clerk::detail {

/// Access of tests to a private constructor.
struct ClientAccess
{
    /// Constructs a client with replaced dependencies.
    ///
    /// @throws std::invalid_argument naming the invalid field of the options
    [[nodiscard]] static Client make(boost::asio::any_io_executor const& executor, ClientOptions const& options,
                                     ClientDependencies dependencies)
    {
        return Client{std::make_shared<ClientCore>(executor, options, std::move(dependencies))};
    }
};

} // namespace clerk::detail
