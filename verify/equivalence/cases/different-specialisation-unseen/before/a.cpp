template <class T> struct Width { static int get() { return 1; } };
struct Port {};
template <> struct Width<Port> { static int get() { return 8; } };
int width() { return Width<Port>::get(); }
