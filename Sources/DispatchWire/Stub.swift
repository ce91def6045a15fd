enum DispatchWireStub {}
