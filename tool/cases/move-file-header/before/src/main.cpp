#include <net/socket.h>

#include "net/client.h"

#include <cstdio>

int main() { std::printf("%d\n", port(Socket())); }
