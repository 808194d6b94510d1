#ifndef NET_ADDRESS_H_
#define NET_ADDRESS_H_

#include "net/port.h"

namespace net {

struct Address {
  unsigned host;
  Port port;
};

}  // namespace net

#endif  // NET_ADDRESS_H_
