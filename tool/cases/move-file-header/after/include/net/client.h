#pragma once

#include "os/net/socket.h"

inline int port(const Socket &socket) { return socket.address.port; }
