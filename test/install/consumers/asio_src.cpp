// The half of Asio that BOOST_ASIO_SEPARATE_COMPILATION leaves to one file of the program.
#include <boost/asio/impl/src.hpp>
