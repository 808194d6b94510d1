#pragma once
namespace lib { struct Map; class Base { public: virtual ~Base() {} virtual Map map() const = 0; }; }
