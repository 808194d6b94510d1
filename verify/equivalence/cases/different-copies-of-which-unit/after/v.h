inline int value() { return V; }
