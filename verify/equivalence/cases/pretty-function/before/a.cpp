namespace sys::hal { struct Port { const char *name(); }; const char *Port::name() { return __PRETTY_FUNCTION__; } }
