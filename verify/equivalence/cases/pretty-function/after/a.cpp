namespace sys::bus { struct Port { const char *name(); }; const char *Port::name() { return __PRETTY_FUNCTION__; } }
