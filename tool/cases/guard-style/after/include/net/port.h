#ifndef NET_PORT_H_
#define NET_PORT_H_

namespace net {

struct Port {
  unsigned short number;
};

}  // namespace net

#endif  // NET_PORT_H_
