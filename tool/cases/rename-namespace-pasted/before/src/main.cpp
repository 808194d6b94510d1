#define DRIVER(name) drv_##name

namespace drv_disk {
inline int read() { return 0; }
} // namespace drv_disk

int main() { return DRIVER(disk)::read(); }
