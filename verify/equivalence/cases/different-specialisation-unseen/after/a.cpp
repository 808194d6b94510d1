template <class T> struct Width { static int get() { return 1; } };
struct Port {};
int width() { return Width<Port>::get(); }
