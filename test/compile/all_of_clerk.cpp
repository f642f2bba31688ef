#include <clerk/clerk.hpp>
