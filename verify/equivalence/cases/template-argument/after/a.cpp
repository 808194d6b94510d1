template <class T> struct Box { T item; int get() { return item.value; } };
namespace sys::bus { struct Port { int value; }; }
int f(Box<sys::bus::Port> *b) { return b->get(); }
