enum DispatchCoreStub {}
