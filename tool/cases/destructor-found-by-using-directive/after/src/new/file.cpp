#include "new/file.h"

using namespace lib;
using namespace XM;

class Reader { public: Map read() { return Map(); } };

class moved::File::Private { public: Map map; XM::Props props; };

moved::File::File() : d(new Private) { Reader r; d->map = r.read(); }
moved::File::~File() { delete d; }
XM::Props *moved::File::props() { return &d->props; }
Map moved::File::map() const { return d->map; }
