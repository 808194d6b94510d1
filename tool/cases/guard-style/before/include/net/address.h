#ifndef NET_ADDRESS_H_
#define NET_ADDRESS_H_

namespace net {

struct Port {
  unsigned short number;
};

struct Address {
  unsigned host;
  Port port;
};

}  // namespace net

#endif  // NET_ADDRESS_H_
