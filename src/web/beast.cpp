// The compiled part of Boost.Beast and of Asio's TLS.
#include <boost/beast/src.hpp>
