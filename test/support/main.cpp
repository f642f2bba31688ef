#define BOOST_TEST_MODULE clerk
#include <boost/test/unit_test.hpp>
