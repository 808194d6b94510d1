namespace sys::bus { inline int size(const void *) { return 2; } struct Frame {}; inline int size(const Frame *) { return 4; } }
namespace sys::hal { struct Port {}; inline int size(const void *) { return 1; }
int measure(Port *p) { return size(p); } }
