#pragma once

#include "socket.h"

inline int port(const Socket &socket) { return socket.address.port; }
