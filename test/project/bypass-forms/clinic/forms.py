from django import forms
from PIL import Image

from .models import Patient


class PhotoForm(forms.ModelForm):
    x = forms.FloatField(widget=forms.HiddenInput())

    class Meta:
        model = Patient
        fields = ["photo", "x"]

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        if photo and photo.size > 1_000_000:
            raise forms.ValidationError("too large")
        return photo

    def save(self, commit=True):
        patient = super().save(commit=commit)
        image = Image.open(patient.photo)
        cropped = image.crop((0, 0, 10, 10))
        cropped.save(patient.photo.path)  # BYPASS
        return patient
