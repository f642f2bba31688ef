// Asio's implementation, which BOOST_ASIO_SEPARATE_COMPILATION requires in one file of the program.
#include <boost/asio/impl/src.hpp>
