#include "net/net.h"
#include "net/port.h"

#include <cstdio>

#if defined(SECURE)
static int port(const net::Host &host) { return host.secure.number + net::addr::Port().number; }
#else
static int port(const net::Host &host) { return net::addr::Port(host.plain).number; }
#endif

int main() { std::printf("%d\n", port(net::Host())); }
