enum WebhookDeliveryStub {}
