#include "net/net.h"

#include <cstdio>

#if defined(SECURE)
static int port(const net::Host &host) { return host.secure.number + net::Port().number; }
#else
static int port(const net::Host &host) { return net::Port(host.plain).number; }
#endif

int main() { std::printf("%d\n", port(net::Host())); }
