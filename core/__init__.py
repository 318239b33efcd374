"""People and kit that any company would need; knows no business."""
