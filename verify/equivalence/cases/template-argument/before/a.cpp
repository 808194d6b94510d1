template <class T> struct Box { T item; int get() { return item.value; } };
namespace sys::hal { struct Port { int value; }; }
int f(Box<sys::hal::Port> *b) { return b->get(); }
