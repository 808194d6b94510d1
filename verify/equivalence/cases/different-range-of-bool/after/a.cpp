enum E { A, B };
E get(E *e) { return (E) * (int *)e; }
